// Shows a message that was pushed while no page was open, and opens what it is about.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(told.title ?? "12345", { body: told.text, data: told.link || "/console/oversight/messages/inbox/" }),
  );
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
