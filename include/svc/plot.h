/* plot: a picture as a gnuplot script, and gnuplot run as a program to draw it.
 *
 *     struct svc_buf script = { 0 };
 *     svc_plot_begin(&script);              // before anything is read: usage errors first
 *     svc_buf_puts(&script, "$data << EOD\n1\t\"");
 *     svc_plot_text(&script, name);
 *     svc_buf_puts(&script, "\"\t23\nEOD\n" "plot $data using 1:3 with boxes\n");
 *     svc_plot_end(call, &script);
 *     return svc_finish(call);
 *
 * The script is complete: it holds its data and runs by itself, and it is the same for the same
 * input. Its data are cells parted by tabs.
 */
#ifndef SVC_PLOT_H
#define SVC_PLOT_H

#include "svc/buf.h"
#include "svc/call.h"

/* Decides on the format, by --format or the suffix of --output, refuses a PNG to a terminal, and
 * writes the script's head. */
void svc_plot_begin(struct svc_buf *script);

/* Makes the picture wide enough for so many bars side by side, each with its number, up to what is
 * printed on A4 in 8 points; the names below lean where many stand there. Of more the names and the numbers
 * stand on end: how labels do that, NULL where numbers lie beside each other. */
const char *svc_plot_places(struct svc_buf *script, size_t count);

/* Appends a text for inside of quotes, single or double, that can be nothing but a text there:
 * what means something to gnuplot is shown in its full width, and a long one is cut. */
void svc_plot_text(struct svc_buf *script, const char *text);

/* Hands the script or the picture over to be written by svc_finish, and frees the script. While
 * gnuplot draws the verb has no transaction. Without gnuplot the tool ends with SVC_CONFIG, and
 * with SVC_IO when it fails. */
void svc_plot_end(struct svc_call *call, struct svc_buf *script);

/* --format svg|png|script, --output, and the base options. */
extern const struct svc_option svc_plot_options[];

#endif
