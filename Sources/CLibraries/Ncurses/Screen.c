#include "Ncurses.h"

#include <stdio.h>
#include <unistd.h>

SCREEN *screen_open(const char *type, int input, int output) {
    // ncurses writes past the stream's buffer; the stream only names the descriptor, and lives as long as the process.
    FILE *from = input == STDIN_FILENO ? stdin : fdopen(input, "r");
    FILE *to = output == STDOUT_FILENO ? stdout : fdopen(output, "w");
    return from != NULL && to != NULL ? newterm(type, to, from) : NULL;
}

WINDOW *screen_window(void) { return stdscr; }

void screen_forget(void) { clearok(curscr, TRUE); }

attr_t screen_attributes(unsigned flags) {
    attr_t attributes = A_NORMAL;
    if (flags & 1) attributes |= A_BOLD;
    if (flags & 2) attributes |= A_DIM;
    if (flags & 4) attributes |= A_ITALIC;
    if (flags & 8) attributes |= A_UNDERLINE;
    if (flags & 16) attributes |= A_REVERSE;
    return attributes;
}

void screen_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    setcchar(cell, text, attributes, 0, &pair);
}

void screen_scalar(cchar_t *cell, wchar_t character, attr_t attributes, int pair) {
    wchar_t text[2] = {character, 0};
    screen_cell(cell, text, attributes, pair);
}

int screen_colors(void) { return tigetnum("colors"); }

bool screen_is_direct(void) {
    const char *text = tigetstr("RGB");
    return tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || (text != NULL && text != (char *)-1);
}

const char *screen_string(const char *name) {
    const char *text = tigetstr(name);
    return text == (char *)-1 ? NULL : text;
}

void screen_size(int descriptor, int *columns, int *rows) {
    struct winsize size = {0};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) size = (struct winsize){0};
    *columns = size.ws_col;
    *rows = size.ws_row;
}
