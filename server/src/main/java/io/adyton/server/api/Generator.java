// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.scheduler.AdmissionException;
import io.adyton.scheduler.GenerationListener;
import io.adyton.scheduler.GenerationRequest;
import io.adyton.scheduler.GenerationStream;

/** Where answers come from: a scheduler's {@code submit}, with its contract. */
@FunctionalInterface
public interface Generator {
  /**
   * Admits a request, or refuses it at once. On success the request's tokens and stop texts belong
   * to the generator; after an exception they stay the caller's.
   */
  GenerationStream submit(GenerationRequest request, GenerationListener listener)
      throws AdmissionException;
}
