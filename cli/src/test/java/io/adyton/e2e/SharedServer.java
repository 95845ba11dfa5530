// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/**
 * Hands one running server to every test class that asks for it; the model loads once.
 *
 * <p>It is started before a test's parameters are resolved, since there JUnit takes a test that
 * aborts, for want of a model or of the packaged program, for one that fails.
 */
public final class SharedServer extends TypeBasedParameterResolver<AdytonProcess>
    implements BeforeEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    server(context);
  }

  @Override
  public AdytonProcess resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context);
  }

  private static AdytonProcess server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.GLOBAL)
        .computeIfAbsent(
            AdytonProcess.class,
            _ -> AdytonProcess.serving("shared", TestModel.SMOLLM2),
            AdytonProcess.class);
  }
}
