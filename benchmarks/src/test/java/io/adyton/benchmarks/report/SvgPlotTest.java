// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgPlotTest {
  @Test
  void drawsWellFormedDocumentWithMarkerForEachValue() throws Exception {
    SvgPlot plot =
        new SvgPlot("a < b & \"c\"", "sub", "clients", "tokens", List.of("1", "8", "32"))
            .with("one", List.of(1.0, 2.0, 3.0))
            .with("gap", List.of(4.0, Double.NaN, 6.0));

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(plot.svg())));

    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3 + 1);
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 2 + 1);
    assertThat(document.getDocumentElement().getAttribute("aria-label")).isEqualTo("a < b & \"c\"");
  }

  @Test
  void refusesLineOfAnotherLength() {
    SvgPlot plot = new SvgPlot("t", "s", "x", "y", List.of("1", "2"));

    assertThatIllegalArgumentException().isThrownBy(() -> plot.with("short", List.of(1.0)));
  }
}
