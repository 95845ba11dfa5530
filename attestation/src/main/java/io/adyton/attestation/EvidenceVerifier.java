// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.azure.AzureEvidenceFiles;
import io.adyton.attestation.azure.AzureSnpVtpmVerifier;
import io.adyton.attestation.azure.AzureTdxVtpmVerifier;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.FirmwareEventLog;
import io.adyton.attestation.evidence.ImaMeasurementList;
import io.adyton.attestation.ima.ImaListVerifier;
import io.adyton.attestation.intel.CcelVerifier;
import io.adyton.attestation.intel.IntelFiles;
import io.adyton.attestation.intel.SgxVerifier;
import io.adyton.attestation.intel.TdxVerifier;
import io.adyton.attestation.nitro.NitroFiles;
import io.adyton.attestation.nitro.NitroVerifier;
import io.adyton.attestation.nvidia.NvidiaChainVerifier;
import io.adyton.attestation.nvidia.NvidiaFiles;
import io.adyton.attestation.nvidia.NvidiaManifestVerifier;
import io.adyton.attestation.nvidia.NvidiaVerifier;
import io.adyton.attestation.sev.SevSnpFiles;
import io.adyton.attestation.sev.SevSnpVerifier;
import io.adyton.attestation.tcg.FirmwareEventLogVerifier;
import io.adyton.attestation.tpm.TpmQuoteFiles;
import io.adyton.attestation.tpm.TpmQuoteVerifier;

/** Judges evidence of every kind, out of files, by the trust anchors that ship. */
public final class EvidenceVerifier implements Verifier<EvidenceFiles> {
  private final SevSnpVerifier sevSnp = new SevSnpVerifier();
  private final TdxVerifier tdx = new TdxVerifier();
  private final SgxVerifier sgx = new SgxVerifier();
  private final TpmQuoteVerifier tpmQuote = TpmQuoteVerifier.withShippedAuthorities();
  private final AzureSnpVtpmVerifier azureSnpVtpm = new AzureSnpVtpmVerifier(sevSnp);
  private final AzureTdxVtpmVerifier azureTdxVtpm = new AzureTdxVtpmVerifier(tdx);
  private final NitroVerifier nitro = new NitroVerifier();
  private final NvidiaVerifier nvidia = new NvidiaVerifier();
  private final NvidiaManifestVerifier nvidiaManifest = new NvidiaManifestVerifier();
  private final NvidiaChainVerifier nvidiaChain = new NvidiaChainVerifier();
  private final FirmwareEventLogVerifier firmwareEventLog = new FirmwareEventLogVerifier();
  private final CcelVerifier ccel = new CcelVerifier();
  private final ImaListVerifier imaList = new ImaListVerifier();

  @Override
  public void appraise(EvidenceFiles files, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    switch (files.kind()) {
      case SEV_SNP -> sevSnp.appraise(SevSnpFiles.read(files), demand, appraisal);
      case TDX -> tdx.appraise(IntelFiles.tdx(files), demand, appraisal);
      case SGX -> sgx.appraise(IntelFiles.sgx(files), demand, appraisal);
      case TPM_QUOTE -> tpmQuote.appraise(TpmQuoteFiles.read(files), demand, appraisal);
      case AZURE_SNP_VTPM ->
          azureSnpVtpm.appraise(AzureEvidenceFiles.readSnp(files), demand, appraisal);
      case AZURE_TDX_VTPM ->
          azureTdxVtpm.appraise(AzureEvidenceFiles.readTdx(files), demand, appraisal);
      case AWS_NITRO -> nitro.appraise(NitroFiles.read(files), demand, appraisal);
      case NVIDIA_GPU, NVIDIA_SWITCH -> nvidia.appraise(NvidiaFiles.read(files), demand, appraisal);
      case NVIDIA_RIM ->
          nvidiaManifest.appraise(NvidiaFiles.readManifest(files), demand, appraisal);
      case NVIDIA_CHAIN -> nvidiaChain.appraise(NvidiaFiles.readChain(files), demand, appraisal);
      case TCG_EVENT_LOG ->
          firmwareEventLog.appraise(new FirmwareEventLog(files.file("log")), demand, appraisal);
      case CCEL -> ccel.appraise(IntelFiles.ccel(files), demand, appraisal);
      case IMA_LOG ->
          imaList.appraise(new ImaMeasurementList(files.file("log")), demand, appraisal);
    }
  }
}
