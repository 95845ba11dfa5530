// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

/** One kind of evidence, or a document that evidence is checked against. */
public sealed interface Evidence
    permits SevSnpEvidence,
        TdxEvidence,
        SgxEvidence,
        TpmQuoteEvidence,
        AzureSnpVtpmEvidence,
        AzureTdxVtpmEvidence,
        NitroEvidence,
        NvidiaEvidence,
        NvidiaManifest,
        NvidiaChain,
        FirmwareEventLog,
        ConfidentialEventLog,
        ImaMeasurementList {}
