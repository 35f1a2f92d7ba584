package org.anze.gateway.leak;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** All that a schema of the store holds, cell by cell. */
final class Tables {

    private Tables() {}

    /** Takes a cell. */
    interface Reader {

        /**
         * @param column {@code <table>.<column>}
         * @param content bytes of a binary column as they are, of others as text
         */
        void cell(String column, byte[] content);
    }

    /** Reads every cell of every table; returns the names of the tables that hold anything. */
    static List<String> read(DataSource pool, Reader reader) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> filled = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery("select table_name from information_schema.tables"
                    + " where table_schema = current_schema() order by table_name")) {
                while (tables.next()) {
                    names.add(tables.getString(1));
                }
            }
            for (String name : names) {
                try (ResultSet rows = statement.executeQuery("select * from \"" + name + "\"")) {
                    if (read(name, rows, reader)) {
                        filled.add(name);
                    }
                }
            }
        }
        return filled;
    }

    private static boolean read(String table, ResultSet rows, Reader reader) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        boolean any = false;
        while (rows.next()) {
            any = true;
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                boolean binary = columns.getColumnTypeName(i).equals("bytea");
                String text = binary ? null : rows.getString(i);
                byte[] content =
                        binary ? rows.getBytes(i) : text == null ? null : text.getBytes(StandardCharsets.UTF_8);
                if (content != null) {
                    reader.cell(table + "." + columns.getColumnName(i), content);
                }
            }
        }
        return any;
    }
}
