package io.streamlake.testkit.gcs;

import static io.streamlake.testkit.gcs.Clients.BUCKET;
import static io.streamlake.testkit.gcs.Clients.blob;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings, through the real client. */
class ListingTest {

  private GcsServer server;
  private Storage storage;

  @BeforeEach
  void start() {
    server = GcsServer.builder().bucket(BUCKET).start();
    storage = Clients.of(server);
  }

  @AfterEach
  void close() throws Exception {
    storage.close();
    server.close();
  }

  @Test
  void pagesThroughThousandsOfObjectsInOrder() throws IOException {
    List<String> names =
        IntStream.range(0, 2500).mapToObj(i -> String.format("o/%05d", i)).toList();
    createOnOneConnection(names);

    List<String> listed = names(BlobListOption.prefix("o/"));

    assertThat(listed).isEqualTo(names);
    assertThat(server.requests(Operation.LIST)).hasSize(3);
  }

  @Test
  void listsFromOneOffsetToAnother() {
    List.of("a", "b", "c", "d").forEach(name -> storage.create(blob(name), new byte[1]));

    assertThat(names(BlobListOption.startOffset("b"), BlobListOption.endOffset("d")))
        .containsExactly("b", "c");
  }

  @Test
  void foldsFoldersIntoPrefixesAcrossPages() {
    List.of("a/1", "a/2", "b", "c/1", "d").forEach(name -> storage.create(blob(name), new byte[1]));

    assertThat(names(BlobListOption.currentDirectory(), BlobListOption.pageSize(1)))
        .containsExactlyInAnyOrder("a/", "b", "c/", "d");
  }

  @Test
  void answersOnlyTheFieldsAskedFor() {
    storage.create(blob("x").toBuilder().setContentType("text/plain").build(), new byte[3]);

    Blob listed =
        storage.list(BUCKET, BlobListOption.fields(BlobField.SIZE)).iterateAll().iterator().next();

    assertThat(listed.getName()).isEqualTo("x");
    assertThat(listed.getSize()).isEqualTo(3);
    assertThat(listed.getContentType()).isNull();
  }

  /** Quicker than the client by far: only the listing is in question. */
  private void createOnOneConnection(List<String> names) throws IOException {
    URI uri = URI.create(server.uri());
    String target = "/upload/storage/v1/b/lake/o?uploadType=media&fields=kind&name=";
    String end = " HTTP/1.1\r\nContent-Length: 1\r\n\r\nx";
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      for (String name : names) {
        socket.getOutputStream().write(("POST " + target + name + end).getBytes(US_ASCII));
        readAnswer(socket.getInputStream());
      }
    }
  }

  /** An answer is one JSON object without others in it. */
  private static void readAnswer(InputStream in) throws IOException {
    int next = in.read();
    while (next >= 0 && next != '}') {
      next = in.read();
    }
  }

  private List<String> names(BlobListOption... options) {
    return StreamSupport.stream(storage.list(BUCKET, options).iterateAll().spliterator(), false)
        .map(Blob::getName)
        .toList();
  }
}
