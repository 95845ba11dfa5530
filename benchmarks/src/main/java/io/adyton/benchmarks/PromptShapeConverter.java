// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import io.adyton.benchmarks.load.PromptShape;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads prompt shapes as they are typed: {@code shared-prefix}. */
final class PromptShapeConverter implements ITypeConverter<PromptShape> {
  @Override
  public PromptShape convert(String text) {
    return Arrays.stream(PromptShape.values())
        .filter(shape -> nameOf(shape).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "expected short, long, shared-prefix or multi-turn, but got '" + text + "'"));
  }

  private static String nameOf(PromptShape shape) {
    return shape.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
