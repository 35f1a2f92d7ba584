package org.anze.gateway.mapping.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The paths of JSON and XML columns as a tree, in the order in which they were named first. Immutable once built. */
final class PathTree {

    private static final Pattern SEGMENT = Pattern.compile("([^/\\[\\]]{1,100})(?:\\[(\\d{1,3})\\])?");
    private static final int DEEPEST = 10;

    private PathTree() {}

    /** A key or element; with several {@code elements} it is an array of objects, or an element that repeats. */
    static final class Node {
        private final String name;
        private final List<Node> children = new ArrayList<>();
        private final List<@Nullable Node> elements = new ArrayList<>();
        private int column = -1;

        private Node(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        boolean isAttribute() {
            return name.startsWith("@");
        }

        List<Node> children() {
            return children;
        }

        /** The numbered occurrences; empty when it occurs once. */
        List<@Nullable Node> elements() {
            return elements;
        }

        /** Position of the column whose value stands here; -1 when none does. */
        int column() {
            return column;
        }

        /** Whether any value stands in it or below. */
        boolean isFilled(@Nullable Object[] cells) {
            if (column >= 0 && cells[column] != null) {
                return true;
            }
            for (Node child : children) {
                if (child.isFilled(cells)) {
                    return true;
                }
            }
            for (Node element : elements) {
                if (element != null && element.isFilled(cells)) {
                    return true;
                }
            }
            return false;
        }

        private Node child(String wanted) {
            for (Node child : children) {
                if (child.name.equals(wanted)) {
                    return child;
                }
            }
            Node made = new Node(wanted);
            children.add(made);
            return made;
        }

        private Node element(int index) {
            while (elements.size() <= index) {
                elements.add(null);
            }
            Node element = elements.get(index);
            if (element == null) {
                element = new Node(name);
                elements.set(index, element);
            }
            return element;
        }
    }

    /**
     * The tree of these paths.
     *
     * @throws IllegalArgumentException with the path that is written wrongly or contradicts another
     */
    static Node of(List<String> paths, boolean xml) {
        Node root = new Node("");
        for (int i = 0; i < paths.size(); i++) {
            place(root, paths.get(i), i, xml);
        }
        for (String path : paths) {
            check(root, path, xml);
        }
        return root;
    }

    private static void place(Node root, String path, int column, boolean xml) {
        String[] segments = path.split("/", -1);
        if (segments.length > DEEPEST) {
            throw new IllegalArgumentException(path);
        }
        Node node = root;
        for (int i = 0; i < segments.length; i++) {
            Matcher segment = SEGMENT.matcher(segments[i]);
            if (!segment.matches() || xml && !isXmlName(segment.group(1), i == segments.length - 1)) {
                throw new IllegalArgumentException(path);
            }
            node = node.child(segment.group(1));
            if (segment.group(2) != null) {
                node = node.element(Integer.parseInt(segment.group(2)));
            }
        }
        if (node.column >= 0) {
            throw new IllegalArgumentException(path);
        }
        node.column = column;
    }

    private static boolean isXmlName(String name, boolean last) {
        String plain = last && name.startsWith("@") ? name.substring(1) : name;
        return plain.matches("[\\p{L}_][\\p{L}\\p{N}._-]*");
    }

    /** A value and something below it, or numbered and unnumbered occurrences, cannot stand in one place. */
    private static void check(Node node, String path, boolean xml) {
        boolean below = node.children.stream().anyMatch(child -> !xml || !child.isAttribute());
        if (node.column >= 0 && (below || !node.elements.isEmpty())
                || !node.elements.isEmpty() && !node.children.isEmpty()) {
            throw new IllegalArgumentException(path);
        }
        node.children.forEach(child -> check(child, path, xml));
        for (Node element : node.elements) {
            if (element != null) {
                check(element, path, xml);
            }
        }
    }
}
