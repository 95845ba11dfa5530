// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

/** Hears how far long work has come, one phase after the other. */
public interface Progress {
  /** Hears nothing. */
  Progress SILENT =
      (name, totalBytes) ->
          new Phase() {
            @Override
            public void advanceTo(long doneBytes) {}

            @Override
            public void close() {}
          };

  /** Starts a phase of a known size. */
  Phase begin(String name, long totalBytes);

  /** One phase; closing it ends it, done or not. */
  interface Phase extends AutoCloseable {
    /** Says how many bytes are done; less than before is ignored. */
    void advanceTo(long doneBytes);

    @Override
    void close();
  }
}
