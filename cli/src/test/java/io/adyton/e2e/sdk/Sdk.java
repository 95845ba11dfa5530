// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.util.List;

/** A client library that users of the OpenAI API have. */
public interface Sdk extends AutoCloseable {
  /** Returns the name users know it by. */
  String name();

  /** Returns the version under test. */
  String version();

  /** Runs a command and returns one outcome per repetition; a failure is an outcome, too. */
  List<SdkOutcome> run(SdkCommand command);

  /** Runs a command that asks for one request. */
  default SdkOutcome runOnce(SdkCommand command) {
    return run(command.times(1)).getFirst();
  }

  @Override
  void close();
}
