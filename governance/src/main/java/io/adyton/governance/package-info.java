// SPDX-License-Identifier: Apache-2.0
/**
 * Who may use a model, and how much of it.
 *
 * <p>Tenants and API keys live here; leases, budgets, orders and the usage ledger will. Enforcement
 * reaches the decode loop through the scheduler's {@code TokenGate}, which the server adapts, so
 * that this package knows no engine and the engine knows no tenant.
 */
@NullMarked
package io.adyton.governance;

import org.jspecify.annotations.NullMarked;
