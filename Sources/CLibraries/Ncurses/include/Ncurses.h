// What Swift cannot take from ncurses by itself: macros, globals, and what runs inside signal handlers.
#pragma once
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#endif
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE 1
#endif
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <wchar.h>
#include <wctype.h>

// --- Screen.c: globals and macros as functions ---

/// newterm on two descriptors; NULL where the type is not known.
SCREEN *screen_open(const char *type, int input, int output);
/// The window that covers the screen.
WINDOW *screen_window(void);
/// Has the whole screen sent again with the next update.
void screen_forget(void);
/// Attributes as ncurses takes them; `flags` are those of CellAttributes.
attr_t screen_attributes(unsigned flags);
/// Fills a cell; `text` ends with 0.
void screen_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair);
/// Fills a cell with one character.
void screen_scalar(cchar_t *cell, wchar_t character, attr_t attributes, int pair);
/// The terminal's number of colours, negative where it has none.
int screen_colors(void);
/// Whether terminfo says that colours are given by their parts (capability RGB, of any of its three types).
bool screen_is_direct(void);
/// A terminfo string; NULL where the terminal lacks it.
const char *screen_string(const char *name);
/// The columns and rows that the kernel knows; 0 where it does not.
void screen_size(int descriptor, int *columns, int *rows);

// --- Guard.c: signals, and giving the terminal back whatever happens ---

/// Signals that came in since the last look, as bits of `1 << signal`. Where nobody looks for five seconds after one
/// that ends the program, or a third one comes, the program ends without the loop.
uint64_t guard_take_signals(void);
/// The event descriptor of the process, -1 where there is none: readable when a handler has run or guard_wake was
/// called. It is never closed, because handlers write to it at any time.
int guard_event_descriptor(void);
/// Makes the event descriptor readable. Async-signal-safe.
void guard_wake(void);
/// Makes the event descriptor unreadable until the next event.
void guard_rest(void);
/// Installs the handlers. Once per process; further calls do nothing.
void guard_install(void);
/// Stops the process group and returns when it goes on, or soon where the system does not stop it.
void guard_stop(void);
/// From now on a crash, an exit or guard_restore writes `bytes` and sets `modes`. The bytes are copied (512 at most).
void guard_arm(int descriptor, const char *bytes, size_t count, const struct termios *modes);
/// The terminal was given back in an orderly way: nothing is left to do.
void guard_disarm(void);
/// Gives the terminal back if it is armed. Async-signal-safe.
void guard_restore(void);
/// Sends standard error into a pipe while the screen is drawn; the descriptor to drain, or -1.
int guard_capture_errors(void);
/// Reads what arrived there; the last 8 KiB are kept.
void guard_drain_errors(void);
/// Gives standard error back and writes what arrived there. Async-signal-safe.
void guard_release_errors(void);
