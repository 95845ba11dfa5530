// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IsolationDomainsTest {
  private final IsolationDomains domains = new IsolationDomains(new byte[32]);

  @Test
  void keepsTenantsApartWhateverSaltTheyGive() {
    assertThat(domains.domain("a", null)).isEqualTo(domains.domain("a", null));
    assertThat(domains.domain("a", "s")).isEqualTo(domains.domain("a", "s"));
    assertThat(domains.domain("a", "s")).isNotEqualTo(domains.domain("b", "s"));
    assertThat(domains.domain("a", null)).isNotEqualTo(domains.domain("b", null));
    assertThat(domains.domain("a", "")).isNotEqualTo(domains.domain("a", null));
    assertThat(domains.domain("a\0b", null)).isNotEqualTo(domains.domain("a", "b"));
  }

  @Test
  void drawsOtherNamesFromAnotherSecret() {
    byte[] other = new byte[32];
    other[0] = 1;
    assertThat(new IsolationDomains(other).domain("a", null))
        .isNotEqualTo(domains.domain("a", null));
    assertThat(new IsolationDomains(other).logName("a")).isNotEqualTo(domains.logName("a"));
  }

  @Test
  void namesTenantsInLogsByHashAlone() {
    assertThat(domains.logName("research")).matches("[0-9a-f]{16}");
    assertThat(domains.logName("research")).isNotEqualTo(domains.domain("research", null));
  }
}
