package io.streamlake.runner.settings;

import static io.smallrye.common.expression.Expression.Flag.LENIENT_SYNTAX;
import static io.smallrye.common.expression.Expression.Flag.NO_SMART_BRACES;
import static io.smallrye.common.expression.Expression.Flag.NO_TRIM;

import io.smallrye.common.expression.Expression;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Expands {@code ${NAME}} and {@code ${NAME:default}} from the environment, once: what comes from
 * the environment is taken as it is, so that no password is read as an expression. A variable that
 * is empty counts as missing.
 */
final class Expansion {
  private final Map<String, String> environment;

  Expansion(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The outcome.
   *
   * @param text the expanded text
   * @param missing variables without a value and without a default
   */
  record Expanded(String text, Set<String> missing) {}

  /** Expands a text; every {@code $} that does not begin an expression stays. */
  Expanded expand(String text) {
    if (!text.contains("${")) {
      return new Expanded(text, Set.of());
    }
    Set<String> missing = new TreeSet<>();
    String literalDollars = text.replaceAll("\\$(?!\\{)", "\\$\\$");
    String expanded =
        Expression.compile(literalDollars, LENIENT_SYNTAX, NO_TRIM, NO_SMART_BRACES)
            .evaluate(
                (context, target) -> {
                  String value = environment.getOrDefault(context.getKey(), "");
                  if (!value.isEmpty()) {
                    target.append(value);
                  } else if (context.hasDefault()) {
                    context.expandDefault();
                  } else {
                    missing.add(context.getKey());
                  }
                });
    return new Expanded(expanded, missing);
  }
}
