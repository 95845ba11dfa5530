// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names that only this process can form: of the domains inside which prefixes are shared, and of
 * tenants in logs.
 *
 * <p>A client's salt narrows its own tenant's domain and can never widen it: the tenant is part of
 * every name. Names change with every start. Thread-safe.
 */
final class IsolationDomains {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LOG_NAME_BYTES = 8;

  private final SecretKeySpec key;

  IsolationDomains(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** Returns the domain of a tenant, narrowed by a salt where there is one. */
  String domain(String tenant, @Nullable String salt) {
    return HexFormat.of()
        .formatHex(mac(salt == null ? "domain\0" + tenant : "salted\0" + tenant + "\0" + salt));
  }

  /** Returns what logs call a tenant. */
  String logName(String tenant) {
    return HexFormat.of().formatHex(mac("log\0" + tenant), 0, LOG_NAME_BYTES);
  }

  private byte[] mac(String words) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(words.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
