// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

/** What any thread may tell the engine thread about a generation. Nothing here blocks. */
interface EngineSignals {
  /** Something has changed that may give the engine work. */
  void news();

  /** A request was cancelled that has {@code rowsInFlight} rows in the running step. */
  void cancelled(int rowsInFlight);
}
