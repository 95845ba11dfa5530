// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

/**
 * A Python package (a zip file) and the member of it that is wanted.
 *
 * @param wheelSha256 of the package file
 * @param member path inside the package
 * @param memberBytes size of the member when unpacked
 */
record WheelPart(
    String packageName,
    String version,
    String wheelSha256,
    long wheelBytes,
    String member,
    long memberBytes) {
  /** The name under which the verified package is kept while the pull lasts. */
  String fileName() {
    return packageName + "-" + version + ".whl";
  }
}
