package org.anze.gateway.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.ProblemText;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** Every problem of every package, found on the class path once, when somebody first asks. Safe for many threads. */
final class Catalogue {

    private static final String ROOT = "org.anze.gateway";

    private static final class Holder {
        static final List<ProblemText> TEXTS = collect();
    }

    /** All rows by code. */
    List<ProblemText> all() {
        return Holder.TEXTS;
    }

    private static List<ProblemText> collect() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(ProblemKind.class));
        List<ProblemText> texts = new ArrayList<>();
        for (BeanDefinition found : scanner.findCandidateComponents(ROOT)) {
            Class<?> type = ClassUtils.resolveClassName(
                    String.valueOf(found.getBeanClassName()), Catalogue.class.getClassLoader());
            if (type.isEnum()) {
                for (Object kind : type.getEnumConstants()) {
                    texts.add(((ProblemKind) kind).text());
                }
            }
        }
        texts.sort(Comparator.comparing(ProblemText::code));
        return List.copyOf(texts);
    }
}
