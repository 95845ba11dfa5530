// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A signature over one whole answer of HTTP (RFC 9421, Ed25519) and the digest of its body (RFC
 * 9530), for readers that know nothing of receipts.
 *
 * @param status of the answer
 * @param contentType of the answer
 * @param body SHA-256 of the exact body
 * @param receipt the receipt of the same answer
 * @param request what was asked
 */
public record AnswerSignature(
    int status, String contentType, Bytes body, ReceiptId receipt, Receipt.Request request) {
  private static final String LABEL = "adyton";
  private static final String COMPONENTS =
      "(\"@status\" \"content-type\" \"content-digest\" \"adyton-receipt-id\" \"@method\";req"
          + " \"@path\";req)";

  /** Returns the headers that carry digest and signature. */
  public Map<String, String> headers(SigningKey key, Instant created) {
    String parameters =
        "%s;created=%d;keyid=\"%s\";alg=\"ed25519\";tag=\"adyton-receipt\""
            .formatted(COMPONENTS, created.getEpochSecond(), keyId(key.publicKey()));
    Bytes base = Bytes.of(base(parameters).getBytes(StandardCharsets.UTF_8));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-digest", contentDigest());
    headers.put("signature-input", LABEL + "=" + parameters);
    headers.put("signature", LABEL + "=" + spell(key.sign(base)));
    return headers;
  }

  /** Returns what is signed (RFC 9421, section 2.5), given the parameters of the signature. */
  String base(String parameters) {
    return """
    "@status": %d
    "content-type": %s
    "content-digest": %s
    "adyton-receipt-id": %s
    "@method";req: %s
    "@path";req: %s
    "@signature-params": %s"""
        .formatted(
            status,
            contentType,
            contentDigest(),
            receipt.text(),
            request.method(),
            request.path(),
            parameters);
  }

  private String contentDigest() {
    return "sha-256=" + spell(body);
  }

  /** Returns how a receipt key is named: SHA-256 of its SubjectPublicKeyInfo, in base64url. */
  public static String keyId(Bytes spki) {
    return StrictJson.unpaddedBase64Url(spki.digest("SHA-256"));
  }

  private static String spell(Bytes bytes) {
    return ":" + Base64.getEncoder().encodeToString(bytes.toArray()) + ":";
  }
}
