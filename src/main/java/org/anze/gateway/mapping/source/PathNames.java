package org.anze.gateway.mapping.source;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.jspecify.annotations.Nullable;

/**
 * Paths met so far, so that the thousandth record allocates no path of its own. Too many different ones end the reading: the
 * parsers keep every name they meet, and the memory of a reading must not grow with its input. For one thread.
 */
final class PathNames {

    private static final int LIMIT = 10_000;
    private static final int CHARACTERS = 1 << 20;

    private final Supplier<Location> here;
    private final Map<String, String> texts = new HashMap<>();
    private final Node root = new Node("");
    private int nodes;
    private int characters;

    PathNames(Supplier<Location> here) {
        this.here = here;
    }

    Node root() {
        return root;
    }

    /** The same text, as one object for all records. */
    String same(String text) {
        String known = texts.get(text);
        if (known == null) {
            count(text);
            texts.put(text, text);
        }
        return known == null ? text : known;
    }

    private void count(String path) {
        characters += path.length();
        if (++nodes > LIMIT || characters > CHARACTERS) {
            Location at = here.get();
            throw new SenderMustCorrect(SourceProblem.TOO_DEEP_OR_LARGE, at, at.line(), at.column(), LIMIT + " names");
        }
    }

    /** A path and the paths below it. */
    final class Node {
        private final String path;
        private @Nullable Map<String, Node> children;
        private @Nullable Map<String, Node> attributes;

        private Node(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }

        /** The n-th object of an array under this path. */
        Node element(int index) {
            return below("[" + index + "]", path + "[" + index + "]");
        }

        Node child(String name) {
            return below(name, path.isEmpty() ? name : path + "/" + name);
        }

        /** The path of an attribute of the element here. */
        String attribute(String name) {
            Node known = attributes == null ? null : attributes.get(name);
            if (known == null) {
                known = new Node(path.isEmpty() ? "@" + name : path + "/@" + name);
                count(known.path);
                attributes = attributes == null ? new HashMap<>() : attributes;
                attributes.put(name, known);
            }
            return known.path;
        }

        private Node below(String name, String childPath) {
            Node known = children == null ? null : children.get(name);
            if (known != null) {
                return known;
            }
            Node child = new Node(childPath);
            count(childPath);
            children = children == null ? new HashMap<>() : children;
            children.put(name, child);
            return child;
        }
    }
}
