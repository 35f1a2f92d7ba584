package org.anze.gateway.validation;

import org.anze.gateway.record.RecordType;

/** A record that another one refers to by its business key. */
public record Reference(RecordType type, String businessKey) {}
