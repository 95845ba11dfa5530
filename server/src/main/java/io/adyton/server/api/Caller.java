// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.governance.keys.ApiKey;
import io.adyton.governance.keys.ApiKeyStore;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ApiException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param tenant whom its use is charged to
 */
public record Caller(String tenant) {
  /** The tenant of whoever needs no key. */
  public static final String LOCAL_TENANT = "local";

  static final Caller LOCAL = new Caller(LOCAL_TENANT);
  private static final String BEARER = "bearer ";

  /**
   * Finds out who sent a request. Whatever looks like one of our keys is checked, needed or not.
   *
   * @param authorization the header, or null
   * @param keyRequired whether nobody is served without a valid key
   * @throws ApiException if a key is wrong, or needed and missing
   */
  public static Caller identify(
      @Nullable String authorization, ApiKeyStore keys, boolean keyRequired) throws ApiException {
    String bearer = bearer(authorization);
    if (bearer.startsWith(ApiKeyStore.PREFIX)) {
      Optional<ApiKey> key = keys.find(bearer);
      return key.map(valid -> new Caller(valid.tenant()))
          .orElseThrow(() -> new ApiException(ApiError.invalidKey()));
    }
    if (keyRequired) {
      throw new ApiException(bearer.isEmpty() ? ApiError.missingKey() : ApiError.invalidKey());
    }
    return LOCAL;
  }

  private static String bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }
}
