package io.streamlake.testkit.gcs;

/** What a request asks of the server, in the words of the JSON API. */
public enum Operation {
  /** Creates an object in one request ({@code uploadType=multipart} or {@code media}). */
  INSERT,
  /** Opens a resumable session; nothing is stored yet. */
  SESSION_START,
  /** Sends bytes to a resumable session, or finishes it with the object's size. */
  UPLOAD,
  /** Asks a resumable session how much it has. */
  SESSION_STATUS,
  /** Gives a resumable session up. */
  SESSION_CANCEL,
  /** Reads an object's metadata. */
  GET,
  /** Reads an object's bytes ({@code alt=media}). */
  MEDIA,
  /** Lists a bucket's objects. */
  LIST,
  /** Reads a bucket's metadata. */
  BUCKET_GET,
  /** Asks which of some permissions the caller has. */
  TEST_PERMISSIONS,
  /** Deletes an object. */
  DELETE,
  /** Makes one object of several. */
  COMPOSE,
  /** Copies an object ({@code rewriteTo} and {@code copyTo}). */
  REWRITE,
  /** Carries several calls in one request; each of them is recorded as well. */
  BATCH,
  /** Anything that this server does not serve; it is answered 404. */
  OTHER
}
