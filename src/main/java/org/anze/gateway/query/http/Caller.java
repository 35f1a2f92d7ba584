package org.anze.gateway.query.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.security.core.annotation.CurrentSecurityContext;

/** The {@link org.anze.gateway.identity.Identity} that the door found out: which party calls, and by which credential. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@CurrentSecurityContext(expression = "authentication.details", errorOnInvalidType = true)
public @interface Caller {}
