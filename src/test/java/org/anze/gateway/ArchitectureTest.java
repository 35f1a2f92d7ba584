package org.anze.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.ValidRecord;

/** The arrows of docs/architecture.md: they point down only. */
@AnalyzeClasses(packages = "org.anze.gateway", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "org.anze.gateway.";

    @ArchTest
    static final ArchRule arrowsPointDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("console")
            .definedBy(ROOT + "console..")
            .layer("cli")
            .definedBy(ROOT + "cli..")
            .layer("demo")
            .definedBy(ROOT + "demo..")
            .layer("start")
            .definedBy(ROOT + "start..")
            .layer("oversight")
            .definedBy(ROOT + "oversight..")
            .layer("routing")
            .definedBy(ROOT + "routing..")
            .layer("intake")
            .definedBy(ROOT + "intake..")
            .layer("delivery")
            .definedBy(ROOT + "delivery..")
            .layer("feed")
            .definedBy(ROOT + "feed..")
            .layer("query")
            .definedBy(ROOT + "query..")
            .layer("evidence")
            .definedBy(ROOT + "evidence..")
            .layer("ledger")
            .definedBy(ROOT + "ledger..")
            .layer("origin")
            .definedBy(ROOT + "origin..")
            .layer("identity")
            .definedBy(ROOT + "identity..")
            .layer("reconcile")
            .definedBy(ROOT + "reconcile..")
            .layer("task")
            .definedBy(ROOT + "task..")
            .layer("archive")
            .definedBy(ROOT + "archive..")
            .layer("fault")
            .definedBy(ROOT + "fault..")
            .layer("nodes")
            .definedBy(ROOT + "nodes..")
            .layer("keys")
            .definedBy(ROOT + "keys..")
            .layer("audit")
            .definedBy(ROOT + "audit..")
            .layer("mapping")
            .definedBy(ROOT + "mapping..")
            .layer("validation")
            .definedBy(ROOT + "validation..", ROOT + "jurisdiction..")
            .layer("access")
            .definedBy(ROOT + "access..")
            .layer("seal")
            .definedBy(ROOT + "seal..")
            .layer("dictionary")
            .definedBy(ROOT + "dictionary..")
            .layer("record")
            .definedBy(ROOT + "record..")
            .layer("party")
            .definedBy(ROOT + "party..")
            .layer("problem")
            .definedBy(ROOT + "problem..")
            .layer("stores")
            .definedBy(ROOT + "embedded..")
            .layer("pki")
            .definedBy(ROOT + "pki..")
            .whereLayer("console")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("start")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("oversight")
            .mayOnlyBeAccessedByLayers("start")
            .whereLayer("routing")
            .mayOnlyBeAccessedByLayers("console", "start", "demo", "intake", "delivery")
            .whereLayer("intake")
            .mayOnlyBeAccessedByLayers("console", "start", "demo", "oversight", "routing", "task")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("console", "start", "demo", "routing")
            .whereLayer("feed")
            .mayOnlyBeAccessedByLayers(
                    "cli",
                    "console",
                    "start",
                    "demo",
                    "routing",
                    "delivery",
                    "intake",
                    "query",
                    "reconcile",
                    "task",
                    "archive")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers(
                    "console",
                    "start",
                    "demo",
                    "cli",
                    "oversight",
                    "routing",
                    "intake",
                    "delivery",
                    "feed",
                    "query",
                    "evidence",
                    "reconcile",
                    "task",
                    "archive")
            .whereLayer("query")
            .mayOnlyBeAccessedByLayers("console", "start", "routing", "reconcile", "task")
            .whereLayer("evidence")
            .mayOnlyBeAccessedByLayers("console", "start", "demo", "cli", "delivery", "feed", "query", "archive")
            .whereLayer("origin")
            .mayOnlyBeAccessedByLayers("console", "start", "intake", "ledger")
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("console", "start", "routing", "intake", "query", "origin", "reconcile", "task")
            .whereLayer("reconcile")
            .mayOnlyBeAccessedByLayers("console", "start", "routing", "task")
            .whereLayer("task")
            .mayOnlyBeAccessedByLayers("console", "start")
            .whereLayer("archive")
            .mayOnlyBeAccessedByLayers("console", "start", "cli")
            .whereLayer("fault")
            .mayOnlyBeAccessedByLayers("start", "intake", "ledger", "feed", "delivery", "nodes", "archive", "task")
            .whereLayer("nodes")
            .mayOnlyBeAccessedByLayers(
                    "console", "start", "oversight", "intake", "feed", "ledger", "task", "archive", "reconcile")
            .whereLayer("keys")
            .mayOnlyBeAccessedByLayers(
                    "console",
                    "start",
                    "cli",
                    "routing",
                    "intake",
                    "feed",
                    "query",
                    "ledger",
                    "origin",
                    "task",
                    "archive",
                    "reconcile")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers(
                    "console", "start", "cli", "query", "identity", "access", "keys", "reconcile", "task", "archive")
            .whereLayer("mapping")
            .mayOnlyBeAccessedByLayers("console", "start", "demo", "cli", "routing", "intake", "feed", "query")
            .whereLayer("validation")
            .mayOnlyBeAccessedByLayers("start", "demo", "cli", "oversight", "routing", "intake", "ledger")
            .whereLayer("dictionary")
            .mayOnlyBeAccessedByLayers("console", "start", "cli", "routing", "intake")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers(
                    "console",
                    "start",
                    "demo",
                    "cli",
                    "routing",
                    "feed",
                    "delivery",
                    "intake",
                    "query",
                    "reconcile",
                    "task",
                    "archive")
            .whereLayer("stores")
            .mayOnlyBeAccessedByLayers("start", "demo", "cli")
            .whereLayer("pki")
            .mayOnlyBeAccessedByLayers(
                    "start", "demo", "stores", "console", "cli", "identity", "origin", "keys", "archive");

    @ArchTest
    static final ArchRule sealNeedsOnlyTheJdkAndBouncyCastle = classes()
            .that()
            .resideInAPackage(ROOT + "seal..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.security..", "org.bouncycastle..", "org.jspecify..", ROOT + "seal..");

    @ArchTest
    static final ArchRule camelStaysInRouting = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "routing..", ROOT + "intake..", ROOT + "delivery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..");

    @ArchTest
    static final ArchRule stepsKnowNoSpring = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + "mapping..",
                    ROOT + "validation..",
                    ROOT + "jurisdiction..",
                    // Not what is below it: access.change keeps what two people agreed on in the database.
                    ROOT + "access",
                    ROOT + "dictionary..",
                    ROOT + "record..",
                    ROOT + "party..",
                    ROOT + "problem..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule intakeDoesNotKnowDelivery = noClasses()
            .that()
            .resideInAPackage(ROOT + "intake..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "delivery..");

    @ArchTest
    static final ArchRule deliveryDoesNotKnowIntake = noClasses()
            .that()
            .resideInAPackage(ROOT + "delivery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "intake..");

    @ArchTest
    static final ArchRule onlyValidationMakesValidRecords = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "validation..", ROOT + "record..")
            .should()
            .callConstructorWhere(constructs(ValidRecord.class));

    @ArchTest
    static final ArchRule onlyAccessMakesDisclosedRecords = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "access..", ROOT + "record..")
            .should()
            .callConstructorWhere(constructs(DisclosedRecord.class));

    @ArchTest
    static final ArchRule nobodyThrowsABareRuntimeException = noClasses()
            .should()
            .callConstructorWhere(constructs(RuntimeException.class).and(notASuperCall()));

    private static DescribedPredicate<JavaCall<?>> constructs(Class<?> type) {
        return DescribedPredicate.describe(
                "makes a " + type.getSimpleName(), call -> call.getTargetOwner().isEquivalentTo(type));
    }

    private static DescribedPredicate<JavaCall<?>> notASuperCall() {
        return DescribedPredicate.describe(
                "is no super call", call -> !call.getOriginOwner().isAssignableTo(RuntimeException.class));
    }
}
