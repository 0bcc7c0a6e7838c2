/** What passes between a model and everything that asks it: messages, requests, completions. */
@NullMarked
package dev.ballast.chat;

import org.jspecify.annotations.NullMarked;
