// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

import java.util.Random;

class SimulatedEngineTest extends StepEngineCompatibilityKit {
  @Override
  StepEngine create() {
    return SimulatedEngine.of(SimulatedModel.hashing(5));
  }

  @Override
  int[] prompt(StepEngine of, int count) {
    return new Random(3).ints(count, 'a', 'z').toArray();
  }
}
