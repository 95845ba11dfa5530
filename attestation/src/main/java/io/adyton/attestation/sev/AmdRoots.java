// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * The root key (ARK) of each processor line, and the signing keys below it (ASK for VCEKs, ASVK for
 * VLEKs) for evidence that brings none.
 *
 * @param byProduct what is known of each line; a line that is absent is not trusted
 */
public record AmdRoots(Map<AmdProduct, Line> byProduct) {
  /** AMD's own, as shipped; see docs/trust-anchors.md. */
  public static final AmdRoots SHIPPED =
      new AmdRoots(
          Map.of(
              AmdProduct.MILAN,
              new Line(
                  load(
                      "ark-milan.pem",
                      "69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd"),
                  List.of(
                      load(
                          "ask-milan.pem",
                          "67d303bd3905fd38db8b20e0793699870e7fa612eaad5dec358293fd8c0bac1b"),
                      load(
                          "asvk-milan.pem",
                          "c5e081f59b7efab1fe2f8b505e159704e72f29cab7ef7cf628a05a42439082f5"))),
              AmdProduct.GENOA,
              new Line(
                  load(
                      "ark-genoa.pem",
                      "4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1"),
                  List.of(
                      load(
                          "ask-genoa.pem",
                          "5464738c1546aed5f2cecf1dc98c5c960a92e8913238a61711bc90ec6e828521"),
                      load(
                          "asvk-genoa.pem",
                          "197e610743a917d6b9bb982a5a9226ccc0a15b611be0619e626aca9151457372"))),
              AmdProduct.TURIN,
              new Line(
                  load(
                      "ark-turin.pem",
                      "1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a"),
                  List.of(
                      load(
                          "ask-turin.pem",
                          "5b77ef5fe7a7a004fd9032668fba9d0fda22f88c4442069a479636a6ae3b3185"),
                      load(
                          "asvk-turin.pem",
                          "104e10a8bd060a3c20a434261a57d0588fd65a88915b4f65b08bdecaf8df1a3c")))));

  /** Copies the map. */
  public AmdRoots {
    byProduct = Map.copyOf(byProduct);
  }

  private static X509Certificate load(String name, String sha256) {
    return TrustAnchors.load(AmdRoots.class, name, sha256);
  }

  /**
   * The keys of one line.
   *
   * @param root the ARK
   * @param intermediates ASK and ASVK
   */
  public record Line(X509Certificate root, List<X509Certificate> intermediates) {
    /** Copies the list. */
    public Line {
      intermediates = List.copyOf(intermediates);
    }
  }
}
