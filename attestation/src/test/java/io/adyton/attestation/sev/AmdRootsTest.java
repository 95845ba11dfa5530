// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.x509.CertificatePath;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AmdRootsTest {
  @ParameterizedTest
  @EnumSource
  void signedThemselvesAndTheIntermediatesBesideThem(AmdProduct product) throws Exception {
    AmdRoots.Line line = Objects.requireNonNull(AmdRoots.SHIPPED.byProduct().get(product));

    line.root().verify(line.root().getPublicKey());
    assertThat(Certificates.commonName(line.root())).contains("ARK-" + product.label());
    for (X509Certificate intermediate : line.intermediates()) {
      assertThat(CertificatePath.find(intermediate, List.of(), TrustAnchors.of(line.root())))
          .isPresent();
    }
    assertThat(line.intermediates())
        .extracting(certificate -> Certificates.commonName(certificate).orElseThrow())
        .containsExactly("SEV-" + product.label(), "SEV-VLEK-" + product.label());
  }

  @ParameterizedTest
  @EnumSource
  void refusesToStartWithAnotherCertificateThanTheDigestNames(AmdProduct product) {
    String name = "ark-" + product.label().toLowerCase(Locale.ROOT) + ".pem";

    assertThatThrownBy(() -> TrustAnchors.load(AmdRoots.class, name, "00".repeat(32)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected SHA-256 0000");
  }
}
