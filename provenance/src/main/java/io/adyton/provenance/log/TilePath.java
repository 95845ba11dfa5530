// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile is read: {@code L/N} or {@code L/N.p/W} (C2SP tlog-tiles).
 *
 * @param level of the tile, 0 to 63
 * @param number of the tile, spelled in groups of three digits: 1234067 is {@code x001/x234/067}
 * @param width how many hashes, 1 to 256
 */
public record TilePath(int level, long number, int width) {
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  /** Reads a path; nothing if it is none, or not spelled as it must be. */
  public static Optional<TilePath> parse(String path) {
    Matcher form = FORM.matcher(path);
    if (!form.matches()) {
      return Optional.empty();
    }
    TilePath read =
        new TilePath(
            Integer.parseInt(form.group(1)),
            Long.parseLong(form.group(2).replaceAll("[x/]", "")),
            form.group(3) == null ? TileName.WIDTH : Integer.parseInt(form.group(3)));
    return read.text().equals(path) ? Optional.of(read) : Optional.empty();
  }

  /** Returns the one spelling of this path. */
  public String text() {
    StringBuilder digits = new StringBuilder("%03d".formatted(number % 1000));
    for (long rest = number / 1000; rest > 0; rest /= 1000) {
      digits.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return level + "/" + digits + (width < TileName.WIDTH ? ".p/" + width : "");
  }
}
