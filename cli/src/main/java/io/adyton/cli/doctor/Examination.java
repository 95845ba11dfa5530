// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import java.util.List;

/** Looks at one thing. Never throws for what it finds. */
@FunctionalInterface
interface Examination {
  List<Finding> examine();
}
