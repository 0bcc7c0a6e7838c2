/** The part of Jinja that chat templates use: a template and values give text. */
@NullMarked
package dev.ballast.template;

import org.jspecify.annotations.NullMarked;
