home-title = ماذا ستتعلّم اليوم؟
home-continue = أكمل من حيث توقّفت
home-topics = اختر موضوعًا
home-lessons = اختر درسًا
home-empty-title = لا توجد دروس هنا بعد
home-empty-do = اطلب من معلّمك إضافة دروس.
home-coming = { $n ->
    [zero] لا دروس في الطريق.
    [one] درس آخر في الطريق.
    [two] درسان آخران في الطريق.
    [few] { $n } دروس أخرى في الطريق.
    [many] { $n } درسًا آخر في الطريق.
   *[other] { $n } درس آخر في الطريق.
}
topic-empty-title = لا شيء هنا بعد
topic-empty-do = اذهب إلى الرئيسية واختر موضوعًا آخر.
topic-inside = انظر في الداخل
topic-path = أين أنت
lesson-start = ابدأ
lesson-go-on = أكمل
lesson-restart = ابدأ من الأول
lesson-group = كم شخصًا يشاهد الآن؟
lesson-group-hint = المس رقمًا لتبدؤوا معًا.
lesson-group-start = { $n ->
    [zero] ابدأ
    [one] ابدأ وحدك
    [two] ابدأ مع شخص آخر
    [few] ابدؤوا وأنتم { $n } أشخاص
    [many] ابدؤوا وأنتم { $n } شخصًا
   *[other] ابدؤوا وأنتم { $n } شخص
}
lesson-group-more = ابدؤوا وأنتم 5 أو أكثر
lesson-save = احفظه على هذا الهاتف ({ $size })
lesson-save-teacher = اطلب من معلّمك أن يحفظه.
lesson-language = باللغة: { $language }
lesson-gone-title = هذا الدرس غير موجود الآن
lesson-gone-do = اطلب من معلّمك أن يعيده.
lesson-more = شاهد دروسًا مثله
search-title = ابحث عن درس
search-label = اكتب كلمة
search-button = ابحث
search-found = { $n ->
    [zero] لم نجد شيئًا عن «{ $query }»
    [one] وجدنا درسًا واحدًا عن «{ $query }»
    [two] وجدنا درسين عن «{ $query }»
    [few] وجدنا { $n } دروس عن «{ $query }»
    [many] وجدنا { $n } درسًا عن «{ $query }»
   *[other] وجدنا { $n } درس عن «{ $query }»
}
search-none-do = جرّب كلمة أقصر. راجع كل حرف.
search-start = اكتب كلمة. المس زر البحث.
search-suggestions = كلمات قد تقصدها
