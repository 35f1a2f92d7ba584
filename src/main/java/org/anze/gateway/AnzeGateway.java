package org.anze.gateway;

import org.anze.gateway.cli.Commands;
import org.anze.gateway.fault.FaultPoints;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/** Starts the gateway, or runs one command such as {@code verify} without starting anything. */
@SpringBootApplication(
        // Controllers of the console and of the party API may share a simple name; the full name tells them apart.
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        // Makes an RSA key at every start, in seconds; tokens are signed with the gateway's own key.
        exclude = OAuth2AuthorizationServerJwtAutoConfiguration.class)
public class AnzeGateway {

    /** Arguments that begin with a command word run that command; all others belong to the gateway. */
    public static void main(String[] arguments) {
        if (Commands.isCommand(arguments)) {
            System.exit(Commands.run(arguments));
        }
        FaultPoints.begin();
        SpringApplication.run(AnzeGateway.class, arguments);
    }
}
