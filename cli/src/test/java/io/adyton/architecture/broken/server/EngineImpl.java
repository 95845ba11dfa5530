// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server;

/** Is named by habit, not by what it is. */
public final class EngineImpl {
  private EngineImpl() {}
}
