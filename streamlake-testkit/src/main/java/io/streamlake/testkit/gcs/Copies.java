package io.streamlake.testkit.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects made of other objects, in one call; they have no MD5 when they are composed. */
final class Copies {

  private static final Pattern SOURCE =
      Pattern.compile("/storage/v1/b/([^/]+)/o/([^/]+)/(rewriteTo|copyTo)/.*");

  private final ObjectTable objects;
  private final BodyStore bodies;

  Copies(ObjectTable objects, BodyStore bodies) {
    this.objects = objects;
    this.bodies = bodies;
  }

  Response compose(Arrival arrival, String base) throws IOException {
    Call call = arrival.call();
    List<StoredObject> sources = new ArrayList<>();
    for (JsonNode source : arrival.metadata().path("sourceObjects")) {
      sources.add(source(new ObjectPath(call.bucket(), source.path("name").asText())));
    }
    ObjectNode settings = settings(arrival.metadata().path("destination"));
    Content content = copy(sources);
    Content composed =
        new Content(content.size(), content.crc32c(), Optional.empty(), content.place());
    StoredObject created = create(call, settings, composed);
    return Response.json(200, FieldMask.of(call.head()).apply(Resources.object(created, base)));
  }

  Response rewrite(Arrival arrival, String base) throws IOException {
    Call call = arrival.call();
    Matcher matcher = SOURCE.matcher(call.head().path());
    if (!matcher.matches()) {
      throw ApiFailure.notFound();
    }
    StoredObject source =
        source(
            new ObjectPath(
                RequestHead.decode(matcher.group(1)), RequestHead.decode(matcher.group(2))));
    ObjectNode settings = source.settings();
    settings.setAll(settings(arrival.metadata()));
    ObjectNode created = Resources.object(create(call, settings, copy(List.of(source))), base);
    ObjectNode json = matcher.group(3).equals("copyTo") ? created : rewritten(created);
    return Response.json(200, FieldMask.of(call.head()).apply(json));
  }

  private static ObjectNode rewritten(ObjectNode created) {
    String size = created.path("size").asText();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kind", "storage#rewriteResponse").put("done", true);
    json.put("totalBytesRewritten", size).put("objectSize", size);
    json.set("resource", created);
    return json;
  }

  private StoredObject source(ObjectPath path) {
    StoredObject source = objects.find(path).orElseThrow(() -> ApiFailure.noObject(path));
    if (source.content().isDiscarded()) {
      throw ApiFailure.discarded(path);
    }
    return source;
  }

  private StoredObject create(Call call, ObjectNode settings, Content content) {
    return objects.create(
        new ObjectTable.Creation(call.path(), settings, content), Preconditions.of(call.head()));
  }

  private Content copy(List<StoredObject> sources) throws IOException {
    List<InputStream> streams = new ArrayList<>();
    for (StoredObject source : sources) {
      streams.add(source.content().open(0));
    }
    try (InputStream all = new SequenceInputStream(Collections.enumeration(streams))) {
      Spool spool = new Spool(bodies);
      spool.takeAll(all);
      return spool.finish();
    }
  }

  private static ObjectNode settings(JsonNode metadata) {
    return metadata instanceof ObjectNode object
        ? Resources.settings(object)
        : JsonNodeFactory.instance.objectNode();
  }
}
