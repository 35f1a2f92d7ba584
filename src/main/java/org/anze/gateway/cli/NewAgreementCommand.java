package org.anze.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.anze.gateway.access.AgreementTemplate;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes an agreement from the template of a party type into the party's folder. What would be refused beside the agreements
 * that are there is not written: a broken file would stop the party. An existing file is never overwritten.
 */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        description = {
            "按默认模板新建一份共享授权：parties/<一方>/agreements/<编号>.yaml；须经两人批准才生效。",
            "Writes an agreement from the default template; it takes effect once two people approved it.",
            "退出码 / exit code: 0 已写入 written · 1 会被拒绝，未写入 would be refused, not written · 2 参数或文件 arguments or files"
        })
public final class NewAgreementCommand implements Callable<Integer> {

    private static final String ID = "[a-z0-9][a-z0-9-]{0,63}";

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TYPE",
            description = {"主体类型：${COMPLETION-CANDIDATES}", "party type"})
    private PartyType type = PartyType.PUB;

    @Parameters(
            index = "1",
            paramLabel = "PARTY",
            description = {"parties/ 下的目录名", "folder name below parties/"})
    private String party = "";

    @Option(
            names = "--id",
            defaultValue = "standard",
            description = {"授权编号，即文件名，默认 standard", "id and file name"})
    private String id = "";

    @Option(
            names = "--document",
            required = true,
            description = {"签批文号", "number of the signed document"})
    private String document = "";

    @Option(
            names = "--approved-by",
            required = true,
            description = {"批准机构", "the office that approved it"})
    private String approvedBy = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "DATE",
            description = {"首日，北京时间", "first day, in China"})
    private LocalDate from = LocalDate.MIN;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DATE",
            description = {"末日（含当日）", "last day, inclusive"})
    private LocalDate to = LocalDate.MIN;

    @Option(
            names = "--region",
            split = ",",
            description = {"风险所在地代码前缀，默认用 party.yaml 的 regions", "place of risk; the party's own regions"})
    private List<String> regions = List.of();

    @Option(
            names = "--sector",
            split = ",",
            description = {"行业领域代码，行业主管部门必填", "sectors, for sector departments"})
    private List<String> sectors = List.of();

    @Option(
            names = "--insurer",
            split = ",",
            description = {"签有服务合同的保险机构，服务机构必填", "insurers with a service contract, for agencies"})
    private List<String> insurers = List.of();

    @Option(
            names = "--records-per-day",
            defaultValue = "100000",
            description = {"每日最多提供的记录数，默认 100000", "daily volume"})
    private long recordsPerDay;

    @Option(
            names = "--home",
            defaultValue = ".",
            paramLabel = "FOLDER",
            description = {"parties、codes 等文件夹所在处，默认当前目录", "where the folders are; the working directory"})
    private Path home = Path.of(".");

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Parties parties = Parties.load(home.resolve("parties"));
            Party recipient = parties.find(party).orElse(null);
            if (recipient == null || recipient.type() != type) {
                err.println("没有类型为 " + type + " 的一方 / no party of this type: " + Plain.text(party));
                return 2;
            }
            if (!id.matches(ID)) {
                err.println("编号只用小写字母、数字和连字符 / lower case letters, digits, hyphens: " + Plain.text(id));
                return 2;
            }
            AgreementText text = text(recipient);
            List<Finding> findings = findings(parties, text);
            for (Finding finding : findings) {
                err.println("✘ " + finding.zh() + " / " + finding.en());
                err.println("  " + finding.remedyZh() + " / " + finding.remedyEn());
            }
            if (!findings.isEmpty()) {
                return 1;
            }
            Path file = folder().resolve(text.name());
            Files.createDirectories(folder());
            Files.write(file, text.content(), StandardOpenOption.CREATE_NEW);
            out.println("✔ " + file);
            out.println("请法务核对后由两人批准 / to be checked by a lawyer and approved by two people");
            return 0;
        } catch (FileAlreadyExistsException e) {
            err.println("文件已存在，未改动 / the file exists and was left alone: " + e.getMessage());
            return 2;
        } catch (IOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private Path folder() {
        return home.resolve("parties").resolve(party).resolve("agreements");
    }

    private AgreementText text(Party recipient) {
        AgreementTemplate template = AgreementTemplate.of(type);
        String filled = template.fill(new AgreementTemplate.Blanks(
                id,
                party,
                from,
                to,
                document,
                approvedBy,
                regions.isEmpty() ? recipient.regions() : regions,
                sectors,
                insurers,
                recordsPerDay));
        return new AgreementText(party, id + ".yaml", filled.getBytes(StandardCharsets.UTF_8));
    }

    /** What is wrong with the new text, alone or beside those that are there. */
    private List<Finding> findings(Parties parties, AgreementText text) throws IOException {
        List<AgreementText> all = new ArrayList<>();
        if (Files.isDirectory(folder())) {
            try (Stream<Path> files = Files.list(folder())) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (!name.startsWith(".") && !name.equals(text.name()) && Files.isRegularFile(file)) {
                        all.add(new AgreementText(party, name, Files.readAllBytes(file)));
                    }
                }
            }
        }
        all.add(text);
        return Agreements.load(
                        all,
                        RecordDefinitions.load(),
                        parties,
                        CodeTables.load(home.resolve("codes")).regions())
                .broken()
                .getOrDefault(party, List.of());
    }
}
