package io.streamlake.lab.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a data object says.
 *
 * @param topic its records' topic
 * @param folders what stands between the topic's folder and the object, with a slash at its end
 * @param partition its records' partition
 * @param from where its segment begins
 * @param extension after the first dot that follows the segment
 */
record ObjectName(String topic, String folders, int partition, long from, String extension) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<topic>[^/]+)/(?<folders>(?:[^/]+/)*)(?<file>[^/+]+)"
              + "\\+(?<partition>\\d{5,})\\+(?<from>\\d{20})\\.(?<extension>[a-z.]+)");

  /** Reads a name that is relative to the dataset's data folder. */
  static ObjectName parse(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw new BrokenLakeException(
          name
              + ": not a data object; expected <topic>/<folders>/<topic>+<partition>+<from>.<ext>");
    }
    String topic = matcher.group("topic");
    if (!topic.equals(matcher.group("file"))) {
      throw new BrokenLakeException(name + ": stands in the folder of topic " + topic);
    }
    return new ObjectName(
        topic,
        matcher.group("folders"),
        Integer.parseInt(matcher.group("partition")),
        Long.parseLong(matcher.group("from")),
        matcher.group("extension"));
  }
}
