package org.anze.gateway.ledger;

import java.util.List;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TileReader;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tiles of the ledger's tree as they stand in PostgreSQL. Safe for several threads as far as its connections are. */
public final class StoredTiles implements TileReader {

    private final JdbcClient jdbc;

    /** Over the ledger's database. */
    public StoredTiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The stored hashes of one tile, at most 256 of them, concatenated (C2SP tlog-tiles). */
    @Override
    public byte[] tile(int level, long index) {
        List<byte[]> hashes = level == 0
                ? jdbc.sql("select leaf_hash from ledger_entry where idx >= ? and idx < ? order by idx")
                        .params(index * 256, index * 256 + 256)
                        .query((row, number) -> row.getBytes(1))
                        .list()
                : jdbc.sql("select hash from ledger_tile where level = ? and idx >= ? and idx < ? order by idx")
                        .params(level * 8L, index * 256, index * 256 + 256)
                        .query((row, number) -> row.getBytes(1))
                        .list();
        byte[] tile = new byte[hashes.size() * Suite.HASH_LENGTH];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i), 0, tile, i * Suite.HASH_LENGTH, Suite.HASH_LENGTH);
        }
        return tile;
    }
}
