// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a process consists of before it loads a model, but for its native libraries, which whoever
 * loads them hashes. The same program gives the same events on every machine, wherever its files
 * lie.
 *
 * @param jars every jar on the class path
 * @param steering flags and variables
 * @param configuration the settings in effect, written in one agreed way
 */
public record MeasuredProgram(List<Path> jars, Steering steering, Bytes configuration) {
  private static final Comparator<Path> BY_NAME =
      Comparator.comparing(file -> String.valueOf(file.getFileName()));

  /** Copies the list. */
  public MeasuredProgram {
    jars = List.copyOf(jars);
  }

  /**
   * Hashes everything; jars in the order of their names, so that every start agrees.
   *
   * @throws IOException if a file cannot be read
   */
  public List<StartEvent> measure() throws IOException {
    List<StartEvent> events = new ArrayList<>();
    for (Path jar : jars.stream().sorted(BY_NAME).toList()) {
      events.add(new StartEvent(Kind.JAR, String.valueOf(jar.getFileName()), digest(jar)));
    }
    events.add(new StartEvent(Kind.JVM_FLAGS, "flags", steering.flagsDigest()));
    events.add(new StartEvent(Kind.ENVIRONMENT, "variables", steering.environmentDigest()));
    events.add(new StartEvent(Kind.CONFIGURATION, "settings", configuration.digest("SHA-256")));
    return events;
  }

  private static Bytes digest(Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file);
        DigestInputStream hashed =
            new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      hashed.transferTo(OutputStream.nullOutputStream());
      return Bytes.of(hashed.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
