// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/** Hands one running server to every test class that asks for it; the model loads once. */
public final class SharedServer extends TypeBasedParameterResolver<AdytonProcess> {
  @Override
  public AdytonProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(
            AdytonProcess.class,
            _ -> AdytonProcess.serving("shared", TestModel.SMOLLM2),
            AdytonProcess.class);
  }
}
