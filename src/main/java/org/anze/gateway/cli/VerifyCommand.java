package org.anze.gateway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealTrust;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.ParcelSeries;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.SignedStatement;
import org.anze.gateway.seal.parcel.Verdict;
import org.anze.gateway.seal.proof.ProofVerdict;
import org.anze.gateway.seal.proof.ProofVerifier;
import org.anze.gateway.seal.proof.TrustFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks received parcels, proof bundles and receipts offline and says in plain words what is proven. Reads files, writes none. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "离线验证收到的交换包、证明包与回执：签名、证明、清单、时间戳、见证与随附文件。",
            "Verifies parcels, proof bundles and receipts offline: signatures, proofs, manifest, stamps, cosignatures, renditions.",
            "退出码 / exit code: 0 全部通过 all verified · 1 有不通过 something failed · 2 参数有误 wrong arguments"
        })
public final class VerifyCommand implements Callable<Integer> {

    /** Where a demo gateway started in the same folder keeps its sealing authority. */
    static final Path DEFAULT_TRUST = Path.of("data", "pki", "seal-ca.crt");

    private static final String PARCEL_SUFFIX = ".parcel.json";
    private static final String PROOF_SUFFIX = ".proof.json";
    private static final String RECEIPT_SUFFIX = ".receipt.json";
    private static final long MAX_RENDITION_BYTES = 256L * 1024 * 1024;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = {
                "交换包（*.parcel.json）、证明包（*.proof.json）、回执（*.receipt.json）或文件夹",
                "（其中全部交换包与证明包，并检查交换包编号与检查点的连续性）",
                "parcel, proof bundle, receipt, or a folder: all its parcels and bundles, and that parcels follow on each other"
            })
    private List<Path> paths = List.of();

    @Option(
            names = "--trust",
            paramLabel = "TRUST",
            description = {
                "信任文件：签封签发机构证书（PEM），可含 [stamp]、[witness] 部分，默认 data/pki/seal-ca.crt",
                "trust file: sealing authorities (PEM), with parts [stamp] and [witness] where needed"
            })
    private @Nullable Path trustFile;

    @Option(
            names = "--lang",
            defaultValue = "zh",
            description = {"zh 或 en，默认 zh", "zh or en"})
    private Language language = Language.zh;

    private final @Nullable UnitCatalogue catalogue;

    /** Names as people type them. */
    enum Language {
        zh,
        en
    }

    /** With the catalogue of this version of the specification. */
    public VerifyCommand() {
        this.catalogue = null;
    }

    VerifyCommand(UnitCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        Verifiers verifiers = Verifiers.of(catalogue == null ? UnitCatalogue.builtIn() : catalogue, trust());
        VerdictReport report = new VerdictReport(spec.commandLine().getOut(), language == Language.en);
        boolean all = true;
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "没有这个文件或文件夹 / no such file or folder: " + path);
            }
            boolean holds = Files.isDirectory(path)
                    ? verifyFolder(path, verifiers, report)
                    : path.toString().endsWith(RECEIPT_SUFFIX)
                            ? verifyReceipt(path, verifiers.trust().seal(), report)
                            : verifyDocument(path, verifiers, report);
            all &= holds;
        }
        report.flush();
        return all ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Who judges which kind of document. */
    private record Verifiers(TrustFile trust, ParcelVerifier parcels, ProofVerifier proofs) {
        static Verifiers of(UnitCatalogue catalogue, TrustFile trust) {
            return new Verifiers(
                    trust, new ParcelVerifier(catalogue, trust.seal()), new ProofVerifier(catalogue, trust));
        }
    }

    private TrustFile trust() {
        Path file = trustFile == null ? DEFAULT_TRUST : trustFile;
        try {
            return TrustFile.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException | FlawException unusable) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "没有可用的信任文件，请用 --trust 指定 / no usable trust file, give --trust: " + file);
        }
    }

    private boolean verifyFolder(Path folder, Verifiers verifiers, VerdictReport report) {
        List<Path> files;
        List<Path> bundles;
        try {
            files = filesOf(folder, PARCEL_SUFFIX);
            bundles = filesOf(folder, PROOF_SUFFIX);
        } catch (IOException unreadable) {
            report.failed(folder, new Verdict.Failed(Flaw.UNREADABLE, ""));
            return false;
        }
        if (files.isEmpty() && bundles.isEmpty()) {
            report.nothingFound(folder);
            return false;
        }
        boolean all = true;
        for (Path bundle : bundles) {
            all &= verifyDocument(bundle, verifiers, report);
        }
        Map<String, List<Verdict.Verified>> series = new LinkedHashMap<>();
        for (Path file : files) {
            Verdict verdict = verifyParcel(file, verifiers.parcels(), report);
            all &= verdict.verified();
            if (verdict instanceof Verdict.Verified verified) {
                String key = verified.head().ledger() + " → " + verified.head().recipient();
                series.computeIfAbsent(key, any -> new ArrayList<>()).add(verified);
            }
        }
        // A parcel that failed has no number we could believe, so the series is judged only when all of it verified.
        return all && seriesHolds(folder, series, report);
    }

    private static List<Path> filesOf(Path folder, String suffix) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /** A parcel or a proof bundle, whatever it is called. */
    private static boolean verifyDocument(Path file, Verifiers verifiers, VerdictReport report) {
        try {
            if (Files.size(file) <= CanonicalJson.MAX_BYTES) {
                byte[] document = Files.readAllBytes(file);
                if (ProofVerifier.claimsToBeProof(document)) {
                    ProofVerdict verdict = verifiers.proofs().verify(document);
                    report.proof(file, verdict);
                    return verdict instanceof ProofVerdict.Verified;
                }
            }
        } catch (IOException unreadable) {
            report.failed(file, new Verdict.Failed(Flaw.UNREADABLE, ""));
            return false;
        }
        return verifyParcel(file, verifiers.parcels(), report).verified();
    }

    private static boolean seriesHolds(Path folder, Map<String, List<Verdict.Verified>> series, VerdictReport report) {
        boolean all = true;
        for (List<Verdict.Verified> parcels : series.values()) {
            try {
                ParcelSeries.check(parcels);
                report.series(folder, parcels);
            } catch (FlawException flaw) {
                report.failed(folder, new Verdict.Failed(flaw.flaw(), flaw.where()));
                all = false;
            }
        }
        return all;
    }

    private static Verdict verifyParcel(Path file, ParcelVerifier verifier, VerdictReport report) {
        Verdict verdict;
        try {
            Path folder = file.toAbsolutePath().getParent();
            verdict = Files.size(file) > CanonicalJson.MAX_BYTES
                    ? new Verdict.Failed(Flaw.TOO_LARGE, "")
                    : verifier.verify(Files.readAllBytes(file), name -> rendition(folder, name));
        } catch (IOException | UncheckedIOException unreadable) {
            verdict = new Verdict.Failed(Flaw.UNREADABLE, "");
        }
        if (verdict instanceof Verdict.Verified verified) {
            report.verified(file, verified);
        } else if (verdict instanceof Verdict.Failed failed) {
            report.failed(file, failed);
        }
        return verdict;
    }

    private static byte @Nullable [] rendition(Path folder, String name) {
        try {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                return null;
            }
            // Nothing we would list is that large, so it differs whatever it holds.
            return Files.size(file) > MAX_RENDITION_BYTES ? new byte[0] : Files.readAllBytes(file);
        } catch (InvalidPathException noSuchName) {
            // This system cannot have a file of that name, for example under a locale without Chinese.
            return null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean verifyReceipt(Path file, SealTrust trust, VerdictReport report) {
        try {
            if (Files.size(file) > CanonicalJson.MAX_BYTES) {
                throw new FlawException(Flaw.TOO_LARGE, "");
            }
            report.receipt(
                    file, SignedStatement.verify(Files.readAllBytes(file), SignedStatement.RECEIPT_FORMAT, trust));
            return true;
        } catch (FlawException flaw) {
            report.failed(file, new Verdict.Failed(flaw.flaw(), flaw.where()));
        } catch (IOException unreadable) {
            report.failed(file, new Verdict.Failed(Flaw.UNREADABLE, ""));
        }
        return false;
    }
}
