// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsIdentityTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void namesWhatClientsConnectTo() throws Exception {
    X509Certificate certificate = identity().certificate();

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  void isValidFromShortlyBeforeNow() throws Exception {
    X509Certificate certificate = identity().certificate();

    certificate.checkValidity(Date.from(NOW.minusSeconds(299)));
    certificate.checkValidity(Date.from(NOW.plus(Duration.ofDays(30)).minusSeconds(1)));
    assertThat(certificate.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(30))));
  }

  @Test
  void drawsNewKeyEachTime() throws Exception {
    assertThat(identity().publicKeyDigest()).isNotEqualTo(identity().publicKeyDigest());
  }

  @Test
  void answersForEllipticCurveKeysOnly() throws Exception {
    var manager = identity().keyManager();

    String alias = manager.chooseServerAlias("EC", null, null);
    assertThat(alias).isNotNull();
    assertThat(manager.getCertificateChain(alias)).hasSize(1);
    assertThat(manager.getPrivateKey(alias)).isNotNull();
    assertThat(manager.chooseServerAlias("RSA", null, null)).isNull();
    assertThat(manager.chooseClientAlias(new String[] {"EC"}, null, null)).isNull();
  }

  private static TlsIdentity identity() throws Exception {
    return TlsIdentity.selfSigned(
        List.of("localhost"),
        List.of(InetAddress.ofLiteral("127.0.0.1")),
        NOW,
        Duration.ofDays(30));
  }
}
