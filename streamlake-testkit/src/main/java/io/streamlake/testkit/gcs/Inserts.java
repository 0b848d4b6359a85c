package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Objects that come in one request. */
final class Inserts {

  private final ObjectTable objects;
  private final BodyStore bodies;

  Inserts(ObjectTable objects, BodyStore bodies) {
    this.objects = objects;
    this.bodies = bodies;
  }

  StoredObject insert(Arrival arrival) throws IOException {
    ObjectPath path = arrival.call().path();
    objects.bucket(path.bucket());
    Preconditions preconditions = Preconditions.of(arrival.head());
    ObjectNode settings = KmsKey.into(Resources.settings(arrival.metadata()), arrival.head());
    Content content = receive(arrival);
    Checksums.of(arrival.metadata(), arrival.head()).verify(content);
    return objects.create(new ObjectTable.Creation(path, settings, content), preconditions);
  }

  private Content receive(Arrival arrival) throws IOException {
    Spool spool = new Spool(bodies);
    try {
      spool.takeAll(arrival.content());
      return spool.finish();
    } catch (IOException e) {
      spool.discard();
      throw e;
    }
  }
}
