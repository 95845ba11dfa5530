// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import io.adyton.e2e.sdk.SdkCommand;

/** The two ways to the developer's server. */
enum Transport {
  HTTP {
    @Override
    SdkCommand chat(AdytonProcess adyton, String message) {
      return SdkCommand.chat(adyton.http(), TestModel.SMOLLM2.id(), message);
    }
  },
  HTTPS {
    @Override
    SdkCommand chat(AdytonProcess adyton, String message) {
      return SdkCommand.chat(adyton.https(), TestModel.SMOLLM2.id(), message)
          .trusting(adyton.certificate());
    }
  };

  /** Returns a greedy chat over this transport. */
  abstract SdkCommand chat(AdytonProcess adyton, String message);
}
