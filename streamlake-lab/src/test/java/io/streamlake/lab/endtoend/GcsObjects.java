package io.streamlake.lab.endtoend;

import io.streamlake.lab.read.LakeObjects;
import io.streamlake.testkit.gcs.GcsServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.SortedSet;
import java.util.TreeSet;

/** A lake in a bucket, read past the server's door: no request, no client. */
record GcsObjects(GcsServer server, String bucket, String prefix) implements LakeObjects {

  @Override
  public SortedSet<String> names(String start) {
    SortedSet<String> names = new TreeSet<>();
    for (String name : server.objectNames(bucket)) {
      if (name.startsWith(prefix + start)) {
        names.add(name.substring(prefix.length()));
      }
    }
    return names;
  }

  @Override
  public InputStream open(String name) {
    return new ByteArrayInputStream(server.object(bucket, prefix + name).bytes());
  }
}
