package io.streamlake.testkit.gcs;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A page of a listing; items and prefixes together count against the page's size.
 *
 * @param nextToken empty on the last page
 */
record ListPage(List<StoredObject> items, List<String> prefixes, Optional<String> nextToken) {

  ListPage {
    items = List.copyOf(items);
    prefixes = List.copyOf(prefixes);
  }

  /** The page of these objects that a query asks for. */
  static ListPage of(NavigableMap<String, StoredObject> objects, ListQuery query) {
    List<StoredObject> items = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String last = query.after().orElse("");
    for (StoredObject object : objects.tailMap(start(query), true).values()) {
      if (isPast(object.name(), query)) {
        break;
      }
      String entry = entry(object.name(), query);
      if (entry.equals(last)) {
        continue;
      }
      if (items.size() + prefixes.size() == query.maxResults()) {
        return new ListPage(items, prefixes, Optional.of(ListQuery.token(last)));
      }
      if (entry.equals(object.name()) && !isPrefix(entry, query)) {
        items.add(object);
      } else {
        prefixes.add(entry);
      }
      last = entry;
    }
    return new ListPage(items, prefixes, Optional.empty());
  }

  private static boolean isPrefix(String entry, ListQuery query) {
    return !query.delimiter().isEmpty()
        && entry.indexOf(query.delimiter(), query.prefix().length()) >= 0;
  }

  /** The name, or the prefix that stands for it. */
  private static String entry(String name, ListQuery query) {
    if (query.delimiter().isEmpty()) {
      return name;
    }
    int at = name.indexOf(query.delimiter(), query.prefix().length());
    return at < 0 ? name : name.substring(0, at + query.delimiter().length());
  }

  private static String start(ListQuery query) {
    String start = later(query.prefix(), query.names().start());
    return query.after().map(after -> later(start, after)).orElse(start);
  }

  private static String later(String left, String right) {
    return Bucket.BY_CODE_POINT.compare(left, right) >= 0 ? left : right;
  }

  private static boolean isPast(String name, ListQuery query) {
    String end = query.names().end();
    return !name.startsWith(query.prefix())
        || (!end.isEmpty() && Bucket.BY_CODE_POINT.compare(name, end) >= 0);
  }
}
