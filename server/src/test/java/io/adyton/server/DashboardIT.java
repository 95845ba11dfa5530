// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the dashboard in {@code docs/grafana} asks for is what a server shows. */
class DashboardIT {
  private static final Path DASHBOARD = Path.of("..", "docs", "grafana", "adyton.json");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z0-9_:]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=~?\"");
  private static final Pattern GROUPING = Pattern.compile("by \\(([a-z_, ]+)\\)");
  private static final Set<String> FUNCTIONS = Set.of("sum", "rate", "histogram_quantile");

  @Test
  void asksForMetricsAndLabelsThatAreThere() throws Exception {
    Map<String, Set<String>> shown = labelsByMetric();
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
      panel.path("targets").forEach(target -> queries.add(target.get("expr").textValue()));
    }
    assertThat(queries).hasSizeGreaterThan(20);
    for (String query : queries) {
      Set<String> labels = new HashSet<>(found(LABEL, query));
      found(GROUPING, query).forEach(names -> labels.addAll(List.of(names.split(", "))));
      List<String> metrics = metrics(query);
      assertThat(metrics).as(query).isNotEmpty();
      for (String metric : metrics) {
        assertThat(shown).as(query).containsKey(metric);
        assertThat(shown.get(metric)).as(query).containsAll(labels);
      }
    }
  }

  private static List<String> metrics(String query) {
    String bare = GROUPING.matcher(query).replaceAll("").replaceAll("\\{.*?}|\\[.*?]", "");
    return NAME.matcher(bare)
        .results()
        .map(MatchResult::group)
        .filter(name -> !FUNCTIONS.contains(name))
        .toList();
  }

  private static List<String> found(Pattern pattern, String query) {
    return pattern.matcher(query).results().map(match -> match.group(1)).toList();
  }

  private static Map<String, Set<String>> labelsByMetric() throws Exception {
    Map<String, Set<String>> labels = new HashMap<>();
    try (ServerUnderTest under = ServerUnderTest.saying("abc")) {
      under.send(under.postChat("hi", ""));
      under.gate.awaitEnd();
      for (String line : under.get("/metrics").body().lines().toList()) {
        Matcher sample = SAMPLE.matcher(line);
        if (sample.matches()) {
          String pairs = sample.group(2) == null ? "" : sample.group(2);
          labels
              .computeIfAbsent(sample.group(1), name -> new HashSet<>())
              .addAll(found(LABEL, pairs));
        }
      }
    }
    return labels;
  }
}
